const BASE = import.meta.env.VITE_API_BASE ?? '/api';

export class ApiError extends Error {
  constructor(status, detail) {
    super(typeof detail === 'string' ? detail : `The server answered ${status}`);
    this.status = status;
  }
}

export function currentUser() {
  return localStorage.getItem('spark-user') ?? 'guest';
}

/** api('POST', '/tasks', { title: 'x', stream: 'default' }) */
export async function api(method, path, body) {
  const headers = { 'X-Spark-User': currentUser() };
  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) headers['Content-Type'] = 'application/json';
  const response = await fetch(`${BASE}${path}`, {
    method,
    headers,
    body: body === undefined || isForm ? body : JSON.stringify(body),
  });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new ApiError(response.status, problem.detail);
  }
  return response.status === 204 ? null : response.json();
}
