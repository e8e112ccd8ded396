import { isOffered } from '../../org/flows.ts';
import type { FlowFacts, Policy } from '../policy.ts';

export const appOffersFlow: Policy<FlowFacts, { app: string; kind: string }> = {
  name: 'flow of the app',
  demands:
    'The flow is enabled on the app; External Client Apps have neither the password nor the user-agent flow.',
  holds: ({ flow, app }) => isOffered(flow, app),
  values: ({ app }) => ({ app: app.name, kind: app.kind }),
};
