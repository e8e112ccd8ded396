/** Seeds to begin with: docs/seed.md shows them, and a test logs in to each. */

export interface SeedExample {
  readonly title: string;
  /** What a reader of the example must know. */
  readonly note?: string;
  readonly yaml: string;
}

export const SEED_EXAMPLES: readonly SeedExample[] = [
  {
    title: 'A web application that logs its users in',
    note: 'Key and secret are derived from the names: `fauxforce apps` prints them.',
    yaml: `users:
  - { username: ada@acme.example, password: correct-horse }
apps:
  - name: Portal
    callbackUrls: ["http://localhost:3000/callback"]
    scopes: [api, refresh_token, openid]
`,
  },
  {
    title: 'A program without a user: client credentials',
    yaml: `users:
  - username: integration@acme.example
    profile: Minimum Access - API Only Integrations
apps:
  - kind: externalClientApp
    name: Nightly_Sync
    consumerKey: 3MVG9NightlySync
    consumerSecret: 0123456789ABCDEF
    scopes: [api]
    isClientCredentialEnabled: true
    clientCredentialUser: integration@acme.example
`,
  },
  {
    title: 'JWT bearer for pre-authorized users',
    note:
      'The key and the certificate: `openssl req -x509 -newkey rsa:2048 -noenc -keyout app.key -out app.crt -days 365 -subj /CN=my-app`. ' +
      'Then `fauxforce jwt --app Orders --user ada --key app.key --exchange`.',
    yaml: `permissionSets:
  - { name: Order_Integration, label: Order Integration }
users:
  - { username: ada@acme.example, permissionSets: [Order Integration] }
apps:
  - name: Orders
    callbackUrls: ["http://localhost:1717/OauthRedirect"]
    scopes: [api, refresh_token]
    certificate: ./app.crt
    isAdminApproved: true
    permissionSets: [Order Integration]
`,
  },
  {
    title: 'An org that is strict',
    note: 'Whoever calls from elsewhere than 127.0.0.1 is asked for more than a password; `start --allow-client-ip-header` lets requests say where they come from.',
    yaml: `org:
  name: Acme
  settings:
    allowUsernamePasswordFlow: false
    isPkceRequired: true
    sessionTimeout: 15
    trustedIpRanges: [{ start: 127.0.0.1, end: 127.0.0.1 }]
    maxLoginAttempts: ThreeAttempts
profiles:
  - name: Standard User
    loginIpRanges: [{ start: 127.0.0.1, end: 127.0.0.1 }]
    loginHours: { saturday: { start: 0, end: 0 }, sunday: { start: 0, end: 0 } }
users:
  - { username: ada@acme.example, password: correct-horse, profile: System Administrator }
apps:
  - name: Portal
    callbackUrls: ["http://localhost:3000/callback"]
    scopes: [api, refresh_token]
    isRefreshTokenRotationEnabled: true
    refreshTokenPolicy: specific_inactivity:30:DAYS
    ipRelaxation: ENFORCE_RELAXREFRESH
`,
  },
  {
    title: 'Production and a sandbox, as two documents of one file',
    note: 'Usernames and consumer keys are unique across orgs.',
    yaml: `org: { name: Acme, myDomain: acme, type: production }
users:
  - { username: ada@acme.example, password: correct-horse }
apps:
  - { name: Portal, callbackUrls: ["http://localhost:3000/callback"], scopes: [api] }
---
org: { name: Acme UAT, myDomain: acme--uat, type: sandbox }
users:
  - { username: ada@acme.example.uat, password: correct-horse }
apps:
  - { name: Portal, callbackUrls: ["http://localhost:3000/callback"], scopes: [api] }
`,
  },
  {
    title: 'An org with records',
    note: 'They are made when the org is, by its administrator. Ids depend on names alone, so they are the same on every start.',
    yaml: `org: { name: Acme, myDomain: acme }
users:
  - { username: ada@acme.example, password: correct-horse, profile: System Administrator }
records:
  Account:
    - { ref: acme, Name: Acme Inc, Industry: Energy }
    - { Name: Acme North, ParentId: "@acme" }
  Contact:
    - { FirstName: Ada, LastName: Byron, Email: ada@acme.example, AccountId: "@acme" }
  Case:
    - { Subject: It smokes, AccountId: "@acme" }
`,
  },
  {
    title: 'An org with objects of its own',
    note: 'A Salesforce DX project says the same in its `objects` folder ([projects.md](projects.md)).',
    yaml: `org: { name: Acme, myDomain: acme }
objects:
  Invoice__c:
    nameField: { type: AutoNumber, displayFormat: "INV-{0000}" }
    fields:
      Number__c: { type: Text, length: 20, externalId: true, unique: true }
      Account__c: { type: Lookup, referenceTo: Account, relationshipName: Invoices }
      Total__c: { type: Currency, precision: 10 }
      State__c: { type: Picklist, values: [Open, Paid], restricted: true, defaultValue: Open }
  Account:
    fields:
      Tier__c: { type: Picklist, values: [Gold, Silver] }
records:
  Account: [{ ref: acme, Name: Acme Inc, Tier__c: Gold }]
  Invoice__c: [{ Number__c: A-1, Account__c: "@acme", Total__c: 12.5 }]
`,
  },
];
