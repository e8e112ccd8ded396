/** OAuth and OpenID Connect Settings: flows that an org lets everybody use or nobody (setup-pages.md 11). */
import { check } from '../forms/controls.ts';
import { orgForm } from './org-form.ts';
import { OAUTH_SETTINGS } from './paths.ts';

export const oauthSettings = orgForm({
  heading: 'OAuth and OpenID Connect Settings',
  to: OAUTH_SETTINGS,
  sections: () => [
    {
      heading: 'OAuth and OpenID Connect Flows',
      controls: [
        check('settings.allowUsernamePasswordFlow', 'Allow OAuth Username-Password Flows'),
        check('settings.allowUserAgentFlow', 'Allow OAuth User-Agent Flows'),
        check('settings.allowCodeAndCredentialsFlow', 'Allow Authorization Code and Credentials Flows', {
          warning: 'This change can break your integrations.',
        }),
        check(
          'settings.isPkceRequired',
          'Require Proof Key for Code Exchange (PKCE) Extension for Supported Authorization Flows',
          { warning: 'Apps that log in without PKCE are refused from now on.' },
        ),
      ],
    },
  ],
});
