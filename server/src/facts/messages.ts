/** What the pool and its workers say to each other. Facts travel as JSON text: cheaper than cloning their many small objects. */

export interface Batch {
  files: { path: string; text: string }[];
}

export interface BatchDone {
  /** For each file of the batch the JSON of its `Extracted`, or why there is none. */
  results: ({ json: string } | { failed: string })[];
  /** The worker's parser is beyond use: files after the last result were not tried. */
  spoilt?: true;
}

export type FromWorker = { ready: true } | BatchDone;

/** Given to a worker at its start. It counts in `progress[0]` the files it has begun, ever, so that a crash has a culprit. */
export interface WorkerStart {
  progress: Int32Array;
}
