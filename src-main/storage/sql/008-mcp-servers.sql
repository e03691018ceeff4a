-- MCP servers that are switched off: taken out of Claude Code's files and kept here until they are switched on or removed.
CREATE TABLE mcp_servers_off (
  id                 TEXT    PRIMARY KEY,
  scope              TEXT    NOT NULL CHECK (scope IN ('user', 'local', 'project')), -- src-shared/schemas/mcp.ts
  folder             TEXT,                     -- absolute path of the Claude folder; NULL for scope project
  project            TEXT,                     -- absolute path of the project; NULL for scope user
  name               TEXT    NOT NULL,
  sealed_entry       TEXT    NOT NULL,         -- JSON of the entry with all its keys, sealed like credentials (platform/secret-box.ts)
  switched_off_at_ms INTEGER NOT NULL          -- Unix ms
) STRICT;
