/**
 * Manifests of servers in languages that are not read: Go, Ruby, PHP, Java, .NET, Rust, Elixir, and of Workers of Cloudflare. Only that such a server is here, and by which
 * framework: what it serves is not known.
 */
import { none, type SettingsKind } from './kind';

interface Manifest {
  name: RegExp;
  language: string;
  /** What of the text shows that it answers requests, by the framework's name. */
  frameworks: [RegExp, string][];
}

const MANIFESTS: Manifest[] = [
  {
    name: /^go\.mod$/,
    language: 'Go',
    frameworks: [
      [/gin-gonic\/gin\b/, 'Gin'],
      [/labstack\/echo\b/, 'Echo'],
      [/gofiber\/fiber\b/, 'Fiber'],
      [/go-chi\/chi\b/, 'chi'],
      [/gorilla\/mux\b/, 'gorilla/mux'],
    ],
  },
  {
    name: /^Gemfile$/,
    language: 'Ruby',
    frameworks: [
      [/gem ["']rails["']/, 'Rails'],
      [/gem ["']sinatra["']/, 'Sinatra'],
    ],
  },
  {
    name: /^composer\.json$/,
    language: 'PHP',
    frameworks: [
      [/"laravel\/framework"/, 'Laravel'],
      [/"symfony\/framework-bundle"/, 'Symfony'],
      [/"slim\/slim"/, 'Slim'],
    ],
  },
  {
    name: /^(?:pom\.xml|build\.gradle(?:\.kts)?)$/,
    language: 'Java',
    frameworks: [
      [/spring-boot-starter-web/, 'Spring'],
      [/quarkus-rest|quarkus-resteasy/, 'Quarkus'],
      [/micronaut-http-server/, 'Micronaut'],
      [/io\.ktor:ktor-server|ktor-server-/, 'Ktor'],
      [/io\.javalin/, 'Javalin'],
    ],
  },
  { name: /\.(?:cs|fs)proj$/, language: '.NET', frameworks: [[/Microsoft\.NET\.Sdk\.Web/, 'ASP.NET']] },
  {
    name: /^Cargo\.toml$/,
    language: 'Rust',
    frameworks: [
      [/^actix-web\b/m, 'Actix'],
      [/^axum\b/m, 'axum'],
      [/^rocket\b/m, 'Rocket'],
      [/^warp\b/m, 'warp'],
      [/^poem\b/m, 'Poem'],
    ],
  },
  {
    name: /^wrangler\.(?:toml|jsonc?)$/,
    language: 'Cloudflare',
    // Files alone are no server.
    frameworks: [[/^(?![\s\S]*(?:pages_build_output_dir|\bassets\b))|^\s*"?main"?\s*[=:]/m, 'Workers']],
  },
  { name: /^mix\.exs$/, language: 'Elixir', frameworks: [[/:phoenix\b/, 'Phoenix']] },
];

export const backends: SettingsKind = {
  is: (name) => MANIFESTS.some((m) => m.name.test(name)),
  read(text, path) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const manifest = MANIFESTS.find((m) => m.name.test(name));
    const framework = manifest?.frameworks.find(([test]) => test.test(text))?.[1];
    if (!manifest || framework === undefined) return none('no server is named here');
    return { facts: { kind: 'settings', of: 'backend', framework: `${framework} (${manifest.language})` } };
  },
};
