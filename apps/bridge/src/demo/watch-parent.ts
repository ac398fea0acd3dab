import process from 'node:process';
import { endProcess } from '../cli/exit.ts';

// Loaded into a child before its own program (`node --import`): standard input is a pipe that nobody writes to. It ends
// when the parent is gone, even by kill -9, and then the child goes too.
process.stdin.once('end', () => endProcess(1)).once('error', () => endProcess(1));
process.stdin.resume();
process.stdin.unref();
