/** Scenario: Salesforce maintains the org. */
import type { FailureScenario } from './scenario.ts';

export const orgMaintenance: FailureScenario = {
  story: 'The org is under maintenance: a page of HTML where JSON was expected.',
  failures: [
    {
      response: {
        status: 503,
        headers: { 'content-type': 'text/html;charset=UTF-8', 'retry-after': '120' },
        body: '<!DOCTYPE html>\n<html><head><title>Scheduled Maintenance</title></head><body><h1>We are down for maintenance.</h1><p>Sorry for the inconvenience. We&#39;ll be back shortly.</p></body></html>\n',
      },
    },
  ],
};
