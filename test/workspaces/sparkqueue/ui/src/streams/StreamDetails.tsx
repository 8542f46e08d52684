import { useCallback, useEffect, useState } from 'react';
import { api } from '../api.js';
import { client } from '../client.js';
import { withToast } from '../toast.js';
import type { Consumer, Stream, Task, TaskPage } from './types';

export function StreamDetails({ name }: { name: string }) {
  const [stream, setStream] = useState<Stream>();
  const [consumers, setConsumers] = useState<Consumer[]>([]);
  const [tasks, setTasks] = useState<Task[]>([]);
  const [pending, setPending] = useState(0);

  const load = useCallback(async () => {
    setStream(await client.stream(name));
    setConsumers(await client.consumers(name));
    const page: TaskPage = await client.get('/tasks', { stream: name });
    setTasks(page.items);
  }, [name]);

  useEffect(() => {
    load();
    const socket = client.tail(name);
    socket.onmessage = (event) => setPending(JSON.parse(event.data).pending);
    return () => socket.close();
  }, [load, name]);

  async function forget(consumer: Consumer) {
    await withToast(() => client.forgetConsumer(name, consumer.id), 'Consumer removed');
    await load();
  }

  async function retryMore(task: Task) {
    const changes = { maxRetries: task.max_retries + 1 };
    await withToast(() => api('PATCH', `/tasks/${task.id}`, changes), 'One more try');
    await load();
  }

  async function takeOver(task: Task) {
    const owner = localStorage.getItem('spark-user');
    await withToast(() => api('PATCH', `/tasks/${task.id}`, { owner }), 'This task is yours');
    await load();
  }

  return (
    <article>
      <h3>
        {name}: {pending} pending, {stream?.concurrency} at a time
      </h3>
      <p>{stream?.description}</p>
      <ul>
        {consumers.map((consumer) => (
          <li key={consumer.id}>
            {consumer.host}, seen {consumer.last_seen}
            <button onClick={() => forget(consumer)}>Remove</button>
          </li>
        ))}
      </ul>
      <ul>
        {tasks.map((task) => (
          <li key={task.id}>
            {task.title} ({task.state})<button onClick={() => retryMore(task)}>Allow another retry</button>
            <button onClick={() => takeOver(task)}>Take over</button>
          </li>
        ))}
      </ul>
    </article>
  );
}
