import { type Check, type ClientRequest, orgBeforeLogin } from '../check.ts';

export const userAgentFlowIsAllowed: Check<ClientRequest, 'user-agent.flow-disabled'> = {
  refusal: 'user-agent.flow-disabled',
  holds: (request) => orgBeforeLogin(request)?.settings.allowUserAgentFlow === true,
  values: (request) => {
    const org = orgBeforeLogin(request);
    return { org: org?.name ?? '', allowed: org?.settings.allowUserAgentFlow === true };
  },
};
