/** What one SQLite column may hold, in and out. */
export type SqlValue = null | number | string | Uint8Array;

/** The part of `StatementSync` that is needed here. */
export interface Statement<Row> {
  run(...values: SqlValue[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint };
  get(...values: SqlValue[]): Row | undefined;
  all(...values: SqlValue[]): Row[];
}

/** The part of `DatabaseSync` that is needed here; `node:sqlite` and `@photostructure/sqlite` both have it. */
export interface Database {
  exec(sql: string): void;
  /** `Row` names the columns that the statement is known to return. */
  prepare<Row = never>(sql: string): Statement<Row>;
  close(): void;
}

export type OpenDatabase = (file: string) => Database;
