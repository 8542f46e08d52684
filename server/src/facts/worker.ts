/** A thread that turns texts into facts, batch by batch. See pool.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { initSyntax } from '../syntax/parser';
import { extract } from './extract';
import type { Batch, BatchDone, FromWorker, WorkerStart } from './messages';

const port = parentPort;
const { progress }: WorkerStart = workerData;

function work(batch: Batch): BatchDone {
  const results: BatchDone['results'] = [];
  for (const { path, text } of batch.files) {
    Atomics.add(progress, 0, 1);
    try {
      results.push({ json: JSON.stringify(extract(path, text)) });
    } catch (error) {
      results.push({ failed: error instanceof Error ? error.message : String(error) });
      if (error instanceof Error && error.name === 'RuntimeError') return { results, spoilt: true };
    }
  }
  return { results };
}

if (port) {
  const send = (message: FromWorker) => port.postMessage(message);
  initSyntax().then(() => {
    port.on('message', (batch: Batch) => send(work(batch)));
    send({ ready: true });
  });
}
