import { initAdmin } from './admin.js';
import { initRoles } from './roles.js';
import { initStatus } from './status.js';
import { mountStreams } from './streams/mount.tsx';
import { initTasks } from './tasks.js';
import { toast } from './toast.js';

mountStreams(document.querySelector('#streams'));

for (const init of [initTasks, initRoles, initAdmin, initStatus]) {
  init().catch((error) => toast(error.message, 'error'));
}
