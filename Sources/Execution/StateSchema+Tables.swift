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
        created_at timestamptz NOT NULL DEFAULT now(), \(laterExpandColumns.joined(separator: ", ")),
        UNIQUE (table_name, new_column)
        """
      ),
      (
        "backfill_progress",
        """
        expand_id bigint NOT NULL REFERENCES \(table("expand_state")) ON DELETE CASCADE,
        pass integer NOT NULL DEFAULT 1, relation text NOT NULL, first_page bigint NOT NULL, next_page bigint NOT NULL,
        end_page bigint NOT NULL, rows_updated bigint NOT NULL DEFAULT 0,
        milliseconds bigint NOT NULL DEFAULT 0, deferred bigint NOT NULL DEFAULT 0,
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (expand_id, pass, relation, first_page)
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

  /// What `expand_state` has beside the columns that projects may know it by.
  static let laterExpandColumns = [
    "shadow_column text", "reverse text", "source_table text", "source_condition text",
    "batch_size integer", "backfilled_at timestamptz", "contracted_at timestamptz",
    "kept_column text", "kept_until timestamptz", "versions text",
  ]

  /// Returns the name of one of the tables as SQL writes it.
  public static func table(_ name: String) -> String {
    QualifiedName(schema: Self.name, name: name).sql
  }
}
