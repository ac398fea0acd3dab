import type { Database } from './database.ts';

/** The one row that says who owns the database and when an owner was last alive. */
export interface OwnershipRow {
  epoch(): number;
  /** The last beat of whichever owner; null: there was none. */
  beatAt(): number | null;
  /** Begins the time of a new owner, which ends that of every earlier one. */
  take(): void;
  /** Does nothing once the time of this epoch is over. */
  beat(epoch: number, at: number): void;
}

export function ownershipRow(database: Database): OwnershipRow {
  const row = database.prepare<{ readonly epoch: number; readonly beat_at: number | null }>(
    'SELECT epoch, beat_at FROM ownership',
  );
  const take = database.prepare('UPDATE ownership SET epoch = epoch + 1');
  const beat = database.prepare('UPDATE ownership SET beat_at = ? WHERE epoch = ?');
  return {
    epoch: () => row.get()?.epoch ?? 0,
    beatAt: () => row.get()?.beat_at ?? null,
    take: () => void take.run(),
    beat: (epoch, at) => void beat.run(at, epoch),
  };
}
