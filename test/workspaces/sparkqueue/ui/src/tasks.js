import { api } from './api.js';
import { client } from './client.js';
import { toast, withToast } from './toast.js';

const rows = document.querySelector('#task-rows');
const filter = document.querySelector('#filter-state');
const details = document.querySelector('#task-details');

export async function loadTasks() {
  const query = filter.value ? `?state=${filter.value}` : '';
  const page = await api('GET', `/tasks${query}`);
  rows.replaceChildren(...page.items.map(taskRow));
}

function taskRow(task) {
  const row = document.createElement('tr');
  for (const text of [task.id, task.title, task.stream, task.state, task.owner ?? '–']) {
    row.insertCell().textContent = text;
  }
  const actions = row.insertCell();
  actions.append(action('Details', () => showDetails(task.id)));
  if (task.state === 'failed') actions.append(action('Retry', () => retry(task.id)));
  actions.append(action('Delete', () => remove(task.id)));
  return row;
}

function action(label, run) {
  const button = document.createElement('button');
  button.textContent = label;
  button.addEventListener('click', run);
  return button;
}

async function showDetails(id) {
  const task = await api('GET', `/tasks/${id}`);
  details.textContent = `${task.title}: attempt ${task.attempts} of ${task.retry_limit}, since ${task.created_at}`;
  details.showModal();
}

async function retry(id) {
  await withToast(() => api('POST', `/tasks/${id}/retry`), 'Queued again');
  await loadTasks();
}

async function remove(id) {
  if (!confirm('Delete this task?')) return;
  await withToast(() => api('DELETE', `/tasks/${id}`), 'Deleted');
  await loadTasks();
}

async function addTask(event) {
  event.preventDefault();
  const form = new FormData(event.target);
  const task = {
    title: form.get('title'),
    stream: form.get('stream'),
    priority: form.get('priority'),
  };
  if (await withToast(() => api('POST', '/tasks', task), 'Added')) event.target.reset();
  await loadTasks();
}

async function addQuickTask(event) {
  event.preventDefault();
  const title = new FormData(event.target).get('title');
  await withToast(() => api('POST', '/tasks', { title, priority: 'normal' }), 'Added');
  await loadTasks();
}

async function importTasks(event) {
  const form = new FormData();
  form.append('file', event.target.files[0]);
  const result = await withToast(() => api('POST', '/tasks/import', form));
  if (result) toast(`${result.created} tasks imported`);
  await loadTasks();
}

async function clearDone() {
  await withToast(() => api('POST', '/purge', { states: ['done'], older_than_days: 0 }), 'Cleared');
  await loadTasks();
}

async function fillStreams() {
  const streams = await client.streams();
  const choice = document.querySelector('#stream-choice');
  choice.replaceChildren(...streams.map((stream) => new Option(stream.name)));
}

export async function initTasks() {
  filter.addEventListener('change', loadTasks);
  document.querySelector('#refresh').addEventListener('click', loadTasks);
  document.querySelector('#clear-done').addEventListener('click', clearDone);
  document.querySelector('#new-task').addEventListener('submit', addTask);
  document.querySelector('#quick-task').addEventListener('submit', addQuickTask);
  document.querySelector('#import-file').addEventListener('change', importTasks);
  await Promise.all([fillStreams(), loadTasks()]);
}
