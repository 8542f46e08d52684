/** Code about one thing in the words of another: `OrderService(order_id)` is `RefundService(refund_id)`. */
import { pascal, singular } from './names';

export type Reword = (code: string) => string;

/** Both in the singular, snake case. */
export function rewording(from: string, to: string, plural: { from: string; to: string }): Reword {
  const pairs: [string, string][] = [
    [plural.from, plural.to],
    [from, to],
  ];
  return (code) =>
    pairs.reduce((text, [a, b]) => {
      const small = text.replace(new RegExp(`(?<![A-Za-z])${a}(?![a-z])`, 'g'), b);
      return small.replace(new RegExp(`${pascal(a)}(?![a-z])`, 'g'), pascal(b));
    }, code);
}

/** Whether a name speaks of the thing: 'OrderService', 'order_crud', 'orders'. */
export function speaksOf(name: string, thing: string): boolean {
  const word = singular(thing).replaceAll('_', '');
  return word !== '' && name.replaceAll('_', '').toLowerCase().includes(word);
}
