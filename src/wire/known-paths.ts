/**
 * Which methods the paths of a plane answer: a known path asked with another one is 405, an unknown path 404. Asked only for
 * requests that no route takes, as a route for each refused method would double the time to start.
 */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'] as const;

/** As the router is told it: in the URL `:name` stands for one segment, a last `*` for the rest. */
interface Route {
  readonly url: string;
  readonly method: string | readonly string[];
}

export class KnownPaths {
  readonly #methods = new Map<string, Set<string>>();

  add({ url, method }: Route): void {
    const methods = this.#methods.get(url) ?? new Set();
    for (const name of [method].flat()) methods.add(name);
    this.#methods.set(url, methods);
  }

  /** URLs of all routes. */
  get urls(): readonly string[] {
    return [...this.#methods.keys()];
  }

  /** The value of the Allow header; undefined for a path that no route has. */
  methodsOf(path: string): string | undefined {
    const routes = [...this.#methods].filter(([url]) => matches(url, path));
    const known = new Set(routes.flatMap(([, methods]) => [...methods]));
    return known.size === 0 ? undefined : METHODS.filter((name) => known.has(name)).join(', ');
  }
}

/** A slash at the end of a path does not count. */
function matches(url: string, path: string): boolean {
  const wanted = url.split('/');
  const segments = path.replace(/(?<=.)\/$/, '').split('/');
  if (wanted.at(-1) !== '*' && wanted.length !== segments.length) return false;
  return wanted.every((name, at) => {
    const segment = segments[at];
    if (name === '*') return segment !== undefined;
    return name === segment || (name.startsWith(':') && Boolean(segment));
  });
}
