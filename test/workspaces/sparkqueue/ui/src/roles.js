import { client } from './client.js';
import { withToast } from './toast.js';

const list = document.querySelector('#role-list');

async function loadRoles() {
  const roles = await client.get('/roles');
  list.replaceChildren(...(await Promise.all(roles.map(roleItem))));
}

async function roleItem(role) {
  const members = await client.get(`/roles/${role.name}/members`);
  const item = document.createElement('li');
  item.textContent = `${role.name} (${role.permissions.join(', ')}): ${members.map((member) => member.user).join(', ')} `;
  const add = document.createElement('button');
  add.textContent = 'Add member';
  add.onclick = () => addMember(role.name);
  const remove = document.createElement('button');
  remove.textContent = 'Delete';
  remove.onclick = () => deleteRole(role.name);
  item.append(add, remove);
  return item;
}

async function addMember(role) {
  const user = prompt(`Who gets the role ${role}?`);
  if (!user) return;
  await withToast(() => client.post(`/roles/${role}/members`, { user }), `${user} is now ${role}`);
  await loadRoles();
}

async function deleteRole(name) {
  await withToast(() => client.delete(`/roles/${name}`), 'Role deleted');
  await loadRoles();
}

async function saveRole(event) {
  event.preventDefault();
  const form = new FormData(event.target);
  const permissions = form.get('permissions').split(',').map((text) => text.trim());
  await withToast(() => client.put(`/roles/${form.get('name')}`, { permissions }), 'Role saved');
  await loadRoles();
}

export async function initRoles() {
  document.querySelector('#role-form').addEventListener('submit', saveRole);
  await loadRoles();
}
