-- What an endpoint's usage reports mean, and what its tokens cost. src-shared/schemas/endpoint.ts
ALTER TABLE endpoints ADD COLUMN input_includes_cache INTEGER NOT NULL DEFAULT 0 CHECK (input_includes_cache IN (0, 1)); -- 1: input_tokens counts cache reads and writes too
ALTER TABLE endpoints ADD COLUMN cost_multiplier REAL NOT NULL DEFAULT 1; -- times the price list; 0 to 100
