import type { App } from '../../org/model.ts';
import type { Flow, FlowFacts, Policy } from '../policy.ts';

/** The flows that an app has only if somebody, or its kind, says so. */
const OFFERED: Readonly<Partial<Record<Flow, (app: App) => boolean>>> = {
  password: ({ kind }) => kind === 'connectedApp',
  'user-agent': ({ kind }) => kind === 'connectedApp',
  'client-credentials': ({ isClientCredentialEnabled }) => isClientCredentialEnabled,
  device: ({ isDeviceFlowEnabled }) => isDeviceFlowEnabled,
  'token-exchange': ({ isTokenExchangeEnabled }) => isTokenExchangeEnabled,
};

export const appOffersFlow: Policy<FlowFacts, { app: string; kind: string }> = {
  name: 'flow of the app',
  demands:
    'The flow is enabled on the app; External Client Apps have neither the password nor the user-agent flow.',
  holds: ({ flow, app }) => OFFERED[flow]?.(app) ?? true,
  values: ({ app }) => ({ app: app.name, kind: app.kind }),
};
