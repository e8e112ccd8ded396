/** Setup > CORS: whether an origin is on the allowlist (identity-and-resources.md 0.1). */

/** @param allowed entries such as `https://app.example` and `https://*.app.example`, which means any subdomain */
export function isAllowedOrigin(allowed: readonly string[], origin: string): boolean {
  const called = origin.toLowerCase();
  return allowed.some((entry) => {
    const [scheme = '', host = ''] = entry.toLowerCase().split('://*.');
    if (host === '') return entry.toLowerCase() === called;
    const subdomain = called.slice(`${scheme}://`.length, -`.${host}`.length);
    return (
      called.startsWith(`${scheme}://`) && called.endsWith(`.${host}`) && /^[a-z0-9._-]+$/.test(subdomain)
    );
  });
}
