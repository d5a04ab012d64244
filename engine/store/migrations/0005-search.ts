/**
 * Search and lists that stay quick at 50,000 instances.
 *
 * The keyword index holds no text of its own, and its numbers lie in one range per noun (code × 2³²): a search reads the postings of its noun
 * alone and no row of the index, however many others hold the same words. Instances are found by their account too.
 * The other indexes hold what a list is sorted by, or the words that one or two typed characters are compared with.
 */
export const search = `
CREATE TABLE search_noun (noun TEXT PRIMARY KEY, code INTEGER NOT NULL UNIQUE) STRICT, WITHOUT ROWID;
INSERT INTO search_noun SELECT noun, row_number() OVER (ORDER BY noun) FROM (SELECT DISTINCT noun FROM search_ref);
CREATE TEMP TABLE moved AS
  SELECT (search_noun.code << 32) + row_number() OVER (PARTITION BY search_ref.noun ORDER BY search_ref.number) AS number,
    search_ref.noun, search_ref.ref,
    search.text || coalesce((SELECT char(10) || account.name FROM virtual_machine JOIN account ON account.id = virtual_machine.account_id
      WHERE search_ref.noun = 'virtual_machine' AND virtual_machine.id = search_ref.ref), '') AS text
    FROM search_ref JOIN search_noun ON search_noun.noun = search_ref.noun JOIN search ON search.rowid = search_ref.number;
DROP TABLE search;
DELETE FROM search_ref;
CREATE VIRTUAL TABLE search USING fts5(text, content='', contentless_delete=1, tokenize='trigram');
INSERT INTO search_ref (number, noun, ref) SELECT number, noun, ref FROM moved;
INSERT INTO search (rowid, text) SELECT number, text FROM moved;
DROP TABLE moved;

CREATE INDEX virtual_machine_words ON virtual_machine(removed, display_name, name, instance_name, ip_address, mac_address, id);
CREATE INDEX virtual_machine_by_state ON virtual_machine(removed, state, id);
CREATE INDEX virtual_machine_by_address ON virtual_machine(removed, ip_address, id);
CREATE INDEX virtual_machine_by_memory ON virtual_machine(removed, memory, id);
CREATE INDEX virtual_machine_by_cpu_number ON virtual_machine(removed, cpu_number, id);
CREATE INDEX volume_words ON volume(removed, name, path, id);
CREATE INDEX volume_by_size ON volume(removed, size, id);
`;
