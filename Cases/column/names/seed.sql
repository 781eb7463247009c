INSERT INTO "Wörter" VALUES (1, 'x', 'o', 'q', 5, NULL);
