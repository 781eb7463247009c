import SQLText

extension StateSchema {
  /// The tables of the state schema (FORMAT.md, section 3, and our own beside them).
  static func tables(historyTable: String) -> [(name: String, definition: String)] {
    [
      (
        historyTable,
        """
        file_path text NOT NULL, pg_schema text NOT NULL, file_hash text NOT NULL,
        phase text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (file_path, pg_schema)
        """
      ),
      (
        "expand_state",
        """
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, table_name text NOT NULL,
        new_column text NOT NULL, old_column text NOT NULL, transform text NOT NULL,
        trigger_name text NOT NULL, pg_schema text NOT NULL,
        status text NOT NULL DEFAULT 'expanded' CHECK (status IN ('expanded', 'contracted')),
        created_at timestamptz NOT NULL DEFAULT now(), UNIQUE (table_name, new_column)
        """
      ),
      (
        "snapshots",
        """
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, operations jsonb NOT NULL,
        pg_schema text NOT NULL, created_at timestamptz NOT NULL DEFAULT now()
        """
      ),
      (
        "fingerprints",
        """
        object_key text PRIMARY KEY, declared_hash text NOT NULL, live_hash text NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT now()
        """
      ),
      (
        "settled",
        """
        project_hash text PRIMARY KEY, catalog_digest text NOT NULL, paths text[] NOT NULL,
        questions text[] NOT NULL, answers_hash text NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT now()
        """
      ),
      (
        "runs",
        """
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        started_at timestamptz NOT NULL DEFAULT now(), finished_at timestamptz, outcome text,
        operations integer NOT NULL DEFAULT 0, tool_version text NOT NULL
        """
      ),
    ]
  }

  static func table(_ name: String) -> String {
    QualifiedName(schema: Self.name, name: name).sql
  }
}
