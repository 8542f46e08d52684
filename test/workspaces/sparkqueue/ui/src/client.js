import { ApiError, currentUser } from './api.js';

/** The part of the API that roles and streams use; the task table still calls api() itself. */
export class SparkClient {
  constructor(base = '/api') {
    this.base = base;
  }

  async request(method, path, { query, body } = {}) {
    const search = query ? `?${new URLSearchParams(query)}` : '';
    const response = await fetch(this.base + path + search, {
      method,
      headers: { 'Content-Type': 'application/json', 'X-Spark-User': currentUser() },
      body: body && JSON.stringify(body),
    });
    if (!response.ok) throw new ApiError(response.status, await response.text());
    return response.status === 204 ? null : response.json();
  }

  get(path, query) {
    return this.request('GET', path, { query });
  }

  post(path, body) {
    return this.request('POST', path, { body });
  }

  put(path, body) {
    return this.request('PUT', path, { body });
  }

  delete(path) {
    return this.request('DELETE', path);
  }

  streams() {
    return this.get('/streams');
  }

  stream(name) {
    return this.get(`/streams/${name}`);
  }

  activeStreams() {
    return this.get('/streams/active');
  }

  createStream(stream) {
    return this.post('/streams/', stream);
  }

  pauseStream(name) {
    return this.post(`/streams/${name}/pause`);
  }

  drainStream(name) {
    return this.post(`/streams/${name}/drain`);
  }

  consumers(name) {
    return this.get(`/streams/${name}/consumers`);
  }

  forgetConsumer(name, id) {
    return this.delete(`/streams/${name}/consumers/${id}`);
  }

  tail(name) {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    return new WebSocket(`${scheme}://${location.host}${this.base}/streams/${name}/tail`);
  }
}

export const client = new SparkClient();
