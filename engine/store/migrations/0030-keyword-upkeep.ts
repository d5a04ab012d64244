/** The keyword index merges its segments in steps between writes (engine/store/keyword-index.ts), not within them. */
export const keywordUpkeep = `INSERT INTO search(search, rank) VALUES ('automerge', 0);`;
