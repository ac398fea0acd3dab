import type { Database } from './database.ts';

/** Whose rows are removed with their conversations. */
const BY_CONVERSATION: ReadonlySet<string> = new Set(['conversations', 'messages', 'deliveries']);

/** Every other table that has rows of a customer, also one that is added later. */
export function customerTables(database: Database): readonly string[] {
  return database
    .prepare<{ readonly name: string }>(`SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) p
      WHERE m.type = 'table' AND p.name = 'customer' ORDER BY m.name`)
    .all()
    .map(({ name }) => name)
    .filter((name) => !BY_CONVERSATION.has(name));
}
