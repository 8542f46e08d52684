import { createRoot } from 'react-dom/client';
import { StreamPanel } from './StreamPanel';

export function mountStreams(element: HTMLElement) {
  createRoot(element).render(<StreamPanel />);
}
