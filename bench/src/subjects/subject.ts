export type SubjectName = 'floor' | 'bridge';

/** What is measured, as a process of its own. */
export interface Subject {
  readonly name: SubjectName;
  readonly url: string;
  /** Of the process that runs now. */
  readonly pid: number;
  /** The SQLite file, where there is one. */
  readonly database: string | null;
  /** Starts the process. Resolves to the milliseconds until it took requests. */
  start(): Promise<number>;
  /** `kill -9`. What was kept stays for the next `start`. */
  kill(): Promise<void>;
  /** Ends it as an operator would, and removes what it left. */
  close(): Promise<void>;
}

/** What both subjects are told. */
export interface SubjectSettings {
  /** Of the contact centre. */
  readonly api: string;
  readonly webhook: string;
  /** More flags for Node, e.g. `--cpu-prof`. */
  readonly nodeFlags?: readonly string[];
}

export const API_KEY = 'a-key-for-the-bench-only';
export const WEBHOOK_SECRET: string = `whsec_${Buffer.from('a secret for the bench, 32 bytes').toString('base64')}`;
