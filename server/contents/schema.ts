/**
 * The index of what lies in layers and images, as tables.
 *
 *     layer ──< entry >── path ──< merged >── image
 *                          └────< below  >──┘ └──< image_layer >── layer
 *
 * A `path` is the same for all layers, so that laying one above another compares numbers. An `entry` is
 * what a layer has at a path: a file, a whiteout, or both. A `merged` row is what an image has there,
 * after the first `applied` of its layers; a `below` row is what lay there before the layer at place
 * `by` came: kept (a folder), overwritten or removed.
 *
 * Every path above an entry has an entry too: where the archive names none, it is `implied`. The root
 * is path 1. Rows of what is in `gone` are nobody's, and taken away bit by bit. Sizes are REAL
 * since an archive may claim any, and a sum of those must not overflow. Times are milliseconds since 1970.
 */
export const SCHEMA = `
  CREATE TABLE layer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    digest TEXT NOT NULL UNIQUE,
    -- Read to its end; one that is not is nothing after a restart.
    complete INTEGER NOT NULL DEFAULT 0,
    rows INTEGER NOT NULL DEFAULT 0,
    packed REAL NOT NULL DEFAULT 0,
    unpacked REAL NOT NULL DEFAULT 0,
    compression TEXT NOT NULL DEFAULT 'none',
    -- What was left out, for a person.
    note TEXT,
    used_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE path (
    id INTEGER PRIMARY KEY,
    parent INTEGER NOT NULL,
    name TEXT NOT NULL,
    depth INTEGER NOT NULL,
    -- From the root, without a slash at either end.
    text TEXT NOT NULL,
    -- Entries that have it.
    refs INTEGER NOT NULL,
    UNIQUE (parent, name)
  ) STRICT;
  INSERT INTO path VALUES (1, 0, '', 0, '', 1);

  CREATE TABLE entry (
    layer INTEGER NOT NULL,
    parent INTEGER NOT NULL,
    path INTEGER NOT NULL,
    -- A place in FILE_TYPES; none where there is only a whiteout.
    kind INTEGER,
    -- Of a folder: of all below it, as the number of files is.
    size REAL NOT NULL DEFAULT 0,
    files INTEGER NOT NULL DEFAULT 0,
    mode INTEGER,
    uid INTEGER,
    gid INTEGER,
    modified INTEGER,
    target TEXT,
    hash BLOB,
    offset INTEGER,
    sparse INTEGER NOT NULL DEFAULT 0,
    implied INTEGER NOT NULL DEFAULT 0,
    -- Hides what lies here in the layers below.
    whiteout INTEGER NOT NULL DEFAULT 0,
    -- Hides what lies below this folder in the layers below.
    opaque INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (layer, parent, path)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE image (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    digest TEXT NOT NULL UNIQUE,
    applied INTEGER NOT NULL DEFAULT 0,
    rows INTEGER NOT NULL DEFAULT 0,
    -- What \`waste.ts\` found, as JSON.
    waste TEXT,
    used_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE image_layer (
    image INTEGER NOT NULL,
    at INTEGER NOT NULL,
    layer INTEGER NOT NULL,
    PRIMARY KEY (image, at)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX image_layer_layer ON image_layer (layer);

  CREATE TABLE merged (
    image INTEGER NOT NULL,
    parent INTEGER NOT NULL,
    path INTEGER NOT NULL,
    at INTEGER NOT NULL,
    layer INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    size REAL NOT NULL,
    files INTEGER NOT NULL,
    PRIMARY KEY (image, parent, path)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE below (
    image INTEGER NOT NULL,
    by INTEGER NOT NULL,
    parent INTEGER NOT NULL,
    path INTEGER NOT NULL,
    at INTEGER NOT NULL,
    layer INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    size REAL NOT NULL,
    files INTEGER NOT NULL,
    how TEXT NOT NULL,
    PRIMARY KEY (image, by, parent, path)
  ) STRICT, WITHOUT ROWID;

  -- What differs between two images, numbered in the order of paths.
  CREATE TABLE comparison (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    a INTEGER NOT NULL,
    b INTEGER NOT NULL,
    -- As JSON.
    counted TEXT NOT NULL,
    rows INTEGER NOT NULL DEFAULT 0,
    used_at INTEGER NOT NULL,
    UNIQUE (a, b)
  ) STRICT;

  CREATE TABLE difference (
    comparison INTEGER NOT NULL,
    n INTEGER NOT NULL,
    change TEXT NOT NULL,
    parent INTEGER NOT NULL,
    path INTEGER NOT NULL,
    size REAL NOT NULL,
    PRIMARY KEY (comparison, n)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE gone (
    what TEXT NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (what, id)
  ) STRICT, WITHOUT ROWID;
`

/** Goes up with every change of the tables: a file of another version is thrown away. */
export const SCHEMA_VERSION = 1

/** The path of the root. */
export const ROOT = 1
