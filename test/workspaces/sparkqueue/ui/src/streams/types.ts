export interface Stream {
  name: string;
  description: string;
  concurrency: number;
  pending: number;
}

export interface Consumer {
  id: string;
  host: string;
  last_seen: string;
}

export interface Task {
  id: number;
  title: string;
  stream: string;
  state: 'queued' | 'running' | 'done' | 'failed';
  priority: 'low' | 'normal' | 'high';
  max_retries: number;
  owner: string | null;
}

export interface TaskPage {
  items: Task[];
  total: number;
}
