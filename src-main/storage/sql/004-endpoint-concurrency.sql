-- How many requests an endpoint may be sent at once. src-shared/schemas/endpoint.ts
ALTER TABLE endpoints ADD COLUMN max_concurrent INTEGER; -- NULL: any number
