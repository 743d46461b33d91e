/**
 * What the library knows, as tables. A `content` is a blob or a manifest by its digest, whoever has it;
 * what a manifest is and refers to is the same everywhere, what a repository has of it is its own:
 *
 *     repository ──< tag ──▶ content ◀── manifest        what the content is, where it is a manifest
 *          │                    ▲  ▲
 *          ├──< revision ───────┘  ├── edge              manifest ─▶ its manifests and its blobs
 *          └──< holding ───────────┘                     everything its revisions are made of
 *
 * `holding.refs` counts the revisions of a repository that stand on a content, the content itself
 * included where it is one. A holding comes with the first and goes with the last, and the triggers
 * carry that on into every total, so that a list is one query and a change costs no more than its size.
 *
 * Sizes are REAL since a descriptor may claim any, and a sum of those must not overflow. Times are
 * milliseconds since 1970.
 */
export const SCHEMA = `
  CREATE TABLE totals (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    used REAL NOT NULL,
    repositories INTEGER NOT NULL,
    tags INTEGER NOT NULL,
    -- Whether storage was looked through to its end once.
    complete INTEGER NOT NULL
  ) STRICT;
  INSERT INTO totals VALUES (1, 0, 0, 0, 0);

  CREATE TABLE repository (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    tags INTEGER NOT NULL DEFAULT 0,
    size REAL NOT NULL DEFAULT 0,
    shared REAL NOT NULL DEFAULT 0,
    pushed_at INTEGER,
    pushed_by TEXT,
    pulled_at INTEGER
  ) STRICT;

  CREATE TABLE content (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    size REAL NOT NULL,
    -- Repositories that hold it.
    holders INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE manifest (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject INTEGER,
    -- A list, as JSON.
    platforms TEXT NOT NULL
  ) STRICT;
  CREATE INDEX manifest_subject ON manifest (subject) WHERE subject IS NOT NULL;

  CREATE TABLE edge (
    parent INTEGER NOT NULL,
    child INTEGER NOT NULL,
    is_manifest INTEGER NOT NULL,
    PRIMARY KEY (parent, child)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX edge_child ON edge (child);

  CREATE TABLE revision (
    repository INTEGER NOT NULL,
    manifest INTEGER NOT NULL,
    -- With all that it reaches in this repository.
    size REAL NOT NULL DEFAULT 0,
    pushed_at INTEGER,
    pushed_by TEXT,
    pulled_at INTEGER,
    PRIMARY KEY (repository, manifest)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX revision_manifest ON revision (manifest);

  CREATE TABLE tag (
    repository INTEGER NOT NULL,
    name TEXT NOT NULL,
    -- The content that it points to; none where its link cannot be read.
    target INTEGER,
    pushed_at INTEGER,
    pushed_by TEXT,
    pulled_at INTEGER,
    PRIMARY KEY (repository, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tag_target ON tag (target, repository);

  CREATE TABLE holding (
    repository INTEGER NOT NULL,
    content INTEGER NOT NULL,
    refs INTEGER NOT NULL,
    PRIMARY KEY (repository, content)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX holding_content ON holding (content);

  CREATE TRIGGER repository_added AFTER INSERT ON repository BEGIN
    UPDATE totals SET repositories = repositories + 1;
  END;
  CREATE TRIGGER repository_gone AFTER DELETE ON repository BEGIN
    UPDATE totals SET repositories = repositories - 1;
  END;

  CREATE TRIGGER tag_added AFTER INSERT ON tag BEGIN
    UPDATE repository SET tags = tags + 1 WHERE id = NEW.repository;
    UPDATE totals SET tags = tags + 1;
  END;
  CREATE TRIGGER tag_gone AFTER DELETE ON tag BEGIN
    UPDATE repository SET tags = tags - 1 WHERE id = OLD.repository;
    UPDATE totals SET tags = tags - 1;
  END;

  -- The first holder pays for a content alone; from the second on it is shared by all of them.
  CREATE TRIGGER holding_added AFTER INSERT ON holding BEGIN
    UPDATE repository SET
      size = repository.size + content.size,
      shared = repository.shared + iif(content.holders > 0, content.size, 0)
    FROM content WHERE content.id = NEW.content AND repository.id = NEW.repository;
    UPDATE repository SET shared = repository.shared + content.size
    FROM content, holding
    WHERE content.id = NEW.content AND content.holders = 1
      AND holding.content = NEW.content AND holding.repository <> NEW.repository
      AND repository.id = holding.repository;
    UPDATE totals SET used = used + content.size
    FROM content WHERE content.id = NEW.content AND content.holders = 0;
    UPDATE content SET holders = holders + 1 WHERE id = NEW.content;
  END;
  CREATE TRIGGER holding_gone AFTER DELETE ON holding BEGIN
    UPDATE content SET holders = holders - 1 WHERE id = OLD.content;
    UPDATE repository SET
      size = repository.size - content.size,
      shared = repository.shared - iif(content.holders > 0, content.size, 0)
    FROM content WHERE content.id = OLD.content AND repository.id = OLD.repository;
    UPDATE repository SET shared = repository.shared - content.size
    FROM content, holding
    WHERE content.id = OLD.content AND content.holders = 1
      AND holding.content = OLD.content AND repository.id = holding.repository;
    UPDATE totals SET used = used - content.size
    FROM content WHERE content.id = OLD.content AND content.holders = 0;
  END;
`

/** Goes up with every change of the tables: a file of another version is thrown away. */
export const SCHEMA_VERSION = 1
