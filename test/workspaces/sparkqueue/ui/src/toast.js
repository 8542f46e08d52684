const box = document.querySelector('#toasts');

export function toast(message, kind = 'info') {
  const item = document.createElement('div');
  item.className = `toast ${kind}`;
  item.textContent = message;
  box.append(item);
  setTimeout(() => item.remove(), 4000);
}

/** Runs the action and tells the person how it went. */
export async function withToast(action, done) {
  try {
    const result = await action();
    if (done) toast(done);
    return result;
  } catch (error) {
    toast(error.message, 'error');
    return undefined;
  }
}
