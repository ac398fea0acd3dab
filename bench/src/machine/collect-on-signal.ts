import { BroadcastChannel, isMainThread } from 'node:worker_threads';

/** Preloaded into a measured process, and so into each of its threads, whose memory is to be read: collects garbage when told to. */
const told = new BroadcastChannel('collect');
told.onmessage = () => globalThis.gc?.();
told.unref();
if (isMainThread)
  process.on('SIGUSR2', () => {
    told.postMessage(null);
    globalThis.gc?.();
  });
