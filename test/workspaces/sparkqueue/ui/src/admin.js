import { api } from './api.js';
import { loadTasks } from './tasks.js';
import { toast, withToast } from './toast.js';

const configForm = document.querySelector('#config-form');

async function purge(event) {
  event.preventDefault();
  const form = new FormData(event.target);
  const body = { states: form.getAll('states'), older_than_days: Number(form.get('days')) };
  const result = await withToast(() => api('POST', '/admin/purge', body));
  if (result) toast(`${result.purged} tasks purged`);
  await loadTasks();
}

async function reload() {
  const result = await withToast(() => api('POST', '/admin/reload'));
  if (result) toast(`${result.streams} streams, ${result.tasks} tasks`);
  await loadTasks();
}

function showConfig(config) {
  configForm.elements.retention_days.value = config.retention_days;
  configForm.elements.poll_seconds.value = config.poll_seconds;
}

async function saveConfig(event) {
  event.preventDefault();
  const form = new FormData(configForm);
  const values = {
    retention_days: Number(form.get('retention_days')),
    poll_seconds: Number(form.get('poll_seconds')),
  };
  await withToast(() => api('PUT', '/config', values), 'Saved');
}

async function showDefaults() {
  showConfig(await api('GET', '/config/default'));
}

async function restoreDefaults() {
  const { retention_days, poll_seconds } = await api('GET', '/config/defaults');
  const config = await withToast(() => api('PATCH', '/config', { retention_days, poll_seconds }), 'Restored');
  if (config) showConfig(config);
}

export async function initAdmin() {
  document.querySelector('#purge-form').addEventListener('submit', purge);
  document.querySelector('#reload').addEventListener('click', reload);
  document.querySelector('#show-defaults').addEventListener('click', showDefaults);
  document.querySelector('#restore-defaults').addEventListener('click', restoreDefaults);
  configForm.addEventListener('submit', saveConfig);
  showConfig(await api('GET', '/config'));
}
