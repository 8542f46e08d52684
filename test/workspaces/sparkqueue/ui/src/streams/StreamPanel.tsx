import { type FormEvent, useCallback, useEffect, useState } from 'react';
import { client } from '../client.js';
import { withToast } from '../toast.js';
import { StreamDetails } from './StreamDetails';
import type { Stream } from './types';

export function StreamPanel() {
  const [streams, setStreams] = useState<Stream[]>([]);
  const [selected, setSelected] = useState<string>();

  const load = useCallback(async () => setStreams(await client.streams()), []);
  useEffect(() => {
    load();
  }, [load]);

  async function create(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const stream = { name: form.get('name'), description: form.get('description') };
    await withToast(() => client.createStream(stream), 'Stream created');
    await load();
  }

  async function pause(name: string) {
    await withToast(() => client.pauseStream(name), `${name} is paused`);
    await load();
  }

  async function drain(name: string) {
    await withToast(() => client.drainStream(name), `${name} is empty`);
    await load();
  }

  return (
    <>
      <h2>Streams</h2>
      <ul>
        {streams.map((stream) => (
          <li key={stream.name}>
            <button onClick={() => setSelected(stream.name)}>{stream.name}</button> {stream.pending} pending{' '}
            <button onClick={() => pause(stream.name)}>Pause</button>
            <button onClick={() => drain(stream.name)}>Drain</button>
          </li>
        ))}
      </ul>
      <form onSubmit={create}>
        <input name="name" placeholder="Name" required />
        <input name="description" placeholder="What is it for?" />
        <button>New stream</button>
      </form>
      {selected && <StreamDetails name={selected} />}
    </>
  );
}
