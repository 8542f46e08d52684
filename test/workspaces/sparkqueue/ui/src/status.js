import { api } from './api.js';
import { client } from './client.js';

const VERSION = '0.7.2';
const RELEASES = 'https://api.github.com/repos/sparkqueue/sparkqueue/releases/latest';

async function showHealth() {
  const badge = document.querySelector('#health');
  try {
    const { status, version } = await api('GET', '/health');
    badge.textContent = `${status} (${version})`;
    badge.className = 'badge ok';
  } catch {
    badge.textContent = 'down';
    badge.className = 'badge down';
  }
}

async function showFailed() {
  const failed = await api('GET', '/tasks?status=failed&limit=500');
  document.querySelector('#failed').textContent = `${failed.length} failed`;
}

async function showBusy() {
  const active = await client.activeStreams();
  document.querySelector('#busy').textContent = active.map((stream) => stream.name).join(', ');
}

async function showThroughput() {
  const figures = await api('GET', '/stats/throughput?hours=24');
  const items = figures.map((figure) => {
    const item = document.createElement('li');
    item.textContent = `${figure.stream}: ${figure.finished_per_hour.toFixed(1)}`;
    return item;
  });
  document.querySelector('#throughput-list').replaceChildren(...items);
}

async function showRelease() {
  const response = await fetch(RELEASES);
  if (!response.ok) return;
  const release = await response.json();
  const link = document.querySelector('#release');
  link.href = release.html_url;
  link.hidden = release.tag_name === `v${VERSION}`;
}

export async function initStatus() {
  await Promise.allSettled([showHealth(), showFailed(), showBusy(), showThroughput(), showRelease()]);
}
