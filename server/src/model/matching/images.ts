/** Ports of this machine at which a compose file has an image answer that is made elsewhere: a database, a search engine, a login server. */
import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import type { Context } from '../../values/context';

/** Images that pass on to what others answer. */
const GATEWAY = /(?:^|\/)(?:nginx|traefik|caddy|haproxy|envoy|kong|httpd|openresty)\b/;

/** By port, the name of the service. */
export type Images = Record<number, string>;

export const imagesQuery = ({ world }: Context): Query<null, Images> =>
  world.db.query<null, Images>(
    'ports of images',
    () => {
      const services = world.files('settings').flatMap((file) => {
        const facts = world.settings(file);
        return (facts?.of === 'start' && facts.services) || [];
      });
      const built = new Set(services.filter((s) => s.image === undefined).flatMap((s) => s.ports));
      const others = services.filter((s) => s.image !== undefined && !GATEWAY.test(s.image));
      const images = others.flatMap((s) => s.ports.map((port) => [port, s.name] as const));
      return Object.fromEntries(images.filter(([port]) => !built.has(port)));
    },
    () => ({}),
    { equal: equalData },
  );
