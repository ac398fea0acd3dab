import { parentPort, workerData } from 'node:worker_threads';
import { DURABLE } from './durable.ts';
import { loadSqlite } from './load-sqlite.ts';
import type { MoverAnswer, MoverRequest } from './log-mover.ts';

// Runs on a thread of its own, for `threadedLogMover`.
if (parentPort === null || typeof workerData !== 'string') throw new TypeError('it runs as a worker, on a file');
const port = parentPort;
const openDatabase = await loadSqlite();
const database = openDatabase(workerData);
database.exec(`PRAGMA busy_timeout = 0; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -64; ${DURABLE}`);
const move = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');

function moved(): MoverAnswer {
  try {
    move.get();
    return 'moved';
  } catch {
    return 'refused';
  }
}

port.on('message', (request: MoverRequest) => {
  if (request === 'move') return port.postMessage(moved());
  database.close();
  port.close();
});
