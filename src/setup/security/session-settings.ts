/** Session Settings: what of them decides about tokens here (setup-pages.md 12). */
import { check, select } from '../forms/controls.ts';
import { sessionTimeouts } from '../forms/timeouts.ts';
import { orgForm } from './org-form.ts';
import { SESSION_SETTINGS } from './paths.ts';

export const sessionSettings = orgForm({
  heading: 'Session Settings',
  to: SESSION_SETTINGS,
  sections: () => [
    {
      heading: 'Session Timeout',
      controls: [
        select(
          'settings.sessionTimeout',
          'Timeout value',
          ({ org }) => sessionTimeouts(org.settings.sessionTimeout),
          { toSeed: Number },
        ),
      ],
    },
    {
      heading: 'Session Settings',
      note: 'Locks to addresses and domains, cookies and caching are of pages that are not here: see docs/limits.md.',
      controls: [check('settings.enforceIpRangesEveryRequest', 'Enforce login IP ranges on every request')],
    },
  ],
});
