const facts = `account_id TEXT NOT NULL, domain_id TEXT NOT NULL, zone_id TEXT NOT NULL, name TEXT NOT NULL, hypervisor TEXT, offering_id TEXT,
  template_id TEXT, virtual_machine_id TEXT, os_type_id TEXT, size INTEGER, virtual_size INTEGER, cpu_number INTEGER, cpu_speed INTEGER, memory INTEGER`;

/** What was there or ran, from when to when; and what is added up from it by periods. */
export const usage = `
CREATE TABLE usage_span (id TEXT PRIMARY KEY, usage_type INTEGER NOT NULL, resource_id TEXT NOT NULL, ${facts},
  started INTEGER NOT NULL, ended INTEGER) STRICT;
CREATE UNIQUE INDEX usage_span_open ON usage_span(resource_id, usage_type) WHERE ended IS NULL;
CREATE INDEX usage_span_ended ON usage_span(ended);
CREATE TABLE usage_record (id TEXT PRIMARY KEY, usage_type INTEGER NOT NULL, resource_id TEXT NOT NULL, ${facts},
  raw_usage REAL NOT NULL, start_date INTEGER NOT NULL, end_date INTEGER NOT NULL) STRICT;
CREATE INDEX usage_record_by_date ON usage_record(start_date, id);
CREATE INDEX usage_record_by_account ON usage_record(account_id, start_date, id);
CREATE INDEX usage_record_of ON usage_record(resource_id, start_date);
`;
