import type { Check, ClientRequest } from '../check.ts';

export const appMayUseUserAgentFlow: Check<ClientRequest, 'user-agent.external-client-app'> = {
  refusal: 'user-agent.external-client-app',
  holds: ({ app }) => app.kind === 'connectedApp',
  values: ({ app }) => ({ app: app.label, kind: app.kind }),
};
