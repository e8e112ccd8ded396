/**
 * Node's http, got without an `import`: that reads all it exports, its WebSocket among it, for which Node loads a client of 300 kB at
 * every start.
 */
export const { request, STATUS_CODES, ServerResponse, validateHeaderName, validateHeaderValue } =
  process.getBuiltinModule('node:http');
