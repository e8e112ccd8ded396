/** Clients in Python that log in with a browser, or begin with a refresh token. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runs } from '../clients/helpers/proof.ts';
import { revoke } from '../clients/helpers/rest.ts';
import { Served } from '../clients/helpers/served.ts';
import { ada, visit } from '../clients/helpers/visit.ts';
import { isThere } from './language.ts';
import { startCommand, startScript } from './run-python.ts';

const FLASK = 'http://localhost:5000';
const SOCIAL = 'http://localhost:8000/complete/salesforce-oauth2/';
const ALLAUTH = 'http://localhost:8000/accounts/salesforce/login/callback/';

let served: Served;
beforeAll(async () => {
  // As the notes of `fauxforce env` say.
  const callbackUrls = [
    'http://localhost:3000/callback',
    `${FLASK}/login/salesforce/authorized`,
    SOCIAL,
    ALLAUTH,
  ];
  served = await Served.start({ apps: { Web_Server: { callbackUrls } } });
});
beforeEach(() => served.sf.reset());
afterAll(() => served[Symbol.asyncDispose]());

describe.skipIf(!isThere('Python'))('Flask-Dance', () => {
  /** An application and the cookies of its visitor, who is asked to go to Salesforce and come back. */
  async function logIn(press: 'Allow' | 'Deny') {
    const { lines } = await served.settingsFor('flask-dance');
    const client = await startScript(served, 'flask-dance', [
      'from flask import Flask, flash, get_flashed_messages, jsonify',
      'from flask_dance.consumer import oauth_error',
      'from flask_dance.contrib.salesforce import make_salesforce_blueprint, salesforce',
      'from lab import tell',
      'app = Flask(__name__)',
      "app.secret_key = 'of the application'",
      ...lines,
      'oauth_error.connect(lambda blueprint, error, error_description, **more: tell(error=error, description=error_description), weak=False)',
      "@app.route('/')",
      'def home():',
      '    if not salesforce.authorized: return jsonify(authorized=False)',
      "    return jsonify(authorized=True, user=salesforce.get('services/oauth2/userinfo').json()['preferred_username'])",
      'browser = app.test_client()',
      `away = browser.get('/login/salesforce', base_url='${FLASK}')`,
      "print('away', away.headers['Location'])",
      `browser.get(input(), base_url='${FLASK}')`,
      `tell(**browser.get('/', base_url='${FLASK}').json)`,
    ]);
    const away = await client.said(/^away (.*)$/m);
    const { pathname, search } = await visit(away.replace(/^https:\/\/localhost/, 'http://127.0.0.1'), {
      ...ada,
      press,
    });
    client.tell(pathname + search);
    return client.ended();
  }

  it('logs in and reads userinfo', runs('Flask-Dance', 'web server'), async () => {
    expect(await logIn('Allow')).toMatchObject({ code: 0, told: [{ authorized: true, user: ada.username }] });
  });

  it('tells of a user who denies', async () => {
    expect((await logIn('Deny')).told).toEqual([
      { error: 'access_denied', description: 'end-user denied authorization' },
      { authorized: false },
    ]);
  });
});

/** Runs a script that sends its user away once; the browser is the same server's by http. @returns what it told */
async function walked(client: string, script: readonly string[]) {
  const program = await startScript(served, client, script);
  program.tell(String(await visit(await program.said(/^away (.*)$/m))));
  const { told, stderr } = await program.ended();
  if (told.length === 0) throw new Error(stderr);
  return told;
}

describe.skipIf(!isThere('Python'))('requests-oauthlib', () => {
  it('logs in with PKCE, refreshes and reads userinfo', runs('requests-oauthlib', 'web server'), async () => {
    const { lines } = await served.settingsFor('requests-oauthlib');
    const exchange = lines.findIndex((line) => line.startsWith('token ='));
    const script = [
      'from lab import away, tell',
      ...lines.slice(0, exchange),
      'callback_url = away(login)',
      ...lines.slice(exchange),
      "tell(user=session.get(token['instance_url'] + '/services/oauth2/userinfo').json()['preferred_username'],",
      "     fresh=session.token['access_token'] != token['access_token'])",
    ];
    expect(await walked('requests-oauthlib', script)).toEqual([{ user: ada.username, fresh: true }]);
  });
});

describe.skipIf(!isThere('Python'))('Authlib', () => {
  it(
    'discovers, logs in with PKCE, verifies the ID token and refreshes',
    runs('Authlib', 'web server'),
    async () => {
      const { lines } = await served.settingsFor('authlib');
      const script = [
        'from authlib.integrations.flask_client import OAuth',
        'from flask import Flask',
        'from lab import away, tell',
        'app = Flask(__name__)',
        "app.secret_key = 'of the application'",
        'oauth = OAuth(app)',
        ...lines.slice(0, -1),
        "app.add_url_rule('/login', view_func=lambda: oauth.salesforce.authorize_redirect('http://localhost:3000/callback'), endpoint='login')",
        "@app.route('/callback')",
        'def callback():',
        '    token = oauth.salesforce.authorize_access_token()',
        '    metadata = oauth.salesforce.load_server_metadata()',
        '    session = oauth.salesforce._get_oauth_client(**metadata)',
        "    url, refresh_token = metadata['token_endpoint'], token['refresh_token']",
        `    fresh = ${lines.at(-1)}`,
        "    tell(user=oauth.salesforce.userinfo()['preferred_username'], same=token['userinfo']['sub'] == oauth.salesforce.userinfo()['sub'], fresh=fresh['access_token'] != token['access_token'])",
        "    return 'welcome'",
        'browser = app.test_client()',
        "browser.get(away(browser.get('/login').headers['Location']))",
      ];
      expect(await walked('authlib', script)).toEqual([{ user: ada.username, same: true, fresh: true }]);
    },
  );
});

describe.skipIf(!isThere('Python'))('python-social-auth', () => {
  it('logs in and reads the identity', runs('social-auth-core', 'web server'), async () => {
    const script = [
      'import os',
      'from urllib.parse import parse_qsl, urlsplit',
      'from social_core.backends.salesforce import SalesforceOAuth2',
      'from social_core.strategy import BaseStrategy',
      'from lab import away, tell',
      'class Strategy(BaseStrategy):',
      '    session, data = {}, {}',
      '    def get_setting(self, name): return os.environ[name]',
      '    def request_data(self, merge=True): return self.data',
      '    def request_host(self): return "localhost:8000"',
      '    def build_absolute_uri(self, path=None): return path',
      '    def redirect(self, url): return url',
      '    def html(self, content): return content',
      '    def session_get(self, name, default=None): return self.session.get(name, default)',
      '    def session_set(self, name, value): self.session[name] = value',
      '    def session_pop(self, name): return self.session.pop(name, None)',
      "    def authenticate(self, backend, *args, **more): return backend.get_user_details(more['response'])",
      'class Backend(SalesforceOAuth2):',
      // As the note says.
      '    REDIRECT_STATE = False',
      // What a framework keeps in its database.
      'class Nonce:',
      '    known = set()',
      '    @classmethod',
      '    def use(self, *nonce): return not self.known.add(nonce)',
      '    @classmethod',
      '    def consume(self, *nonce): return nonce in self.known and not self.known.remove(nonce)',
      'class Storage: nonce = Nonce',
      'strategy = Strategy(Storage)',
      `backend = Backend(strategy, redirect_uri='${SOCIAL}')`,
      'strategy.data = dict(parse_qsl(urlsplit(away(backend.start())).query))',
      'backend.data = strategy.data',
      'tell(**backend.complete())',
    ];
    expect(await walked('social-core', script)).toEqual([
      expect.objectContaining({ username: ada.username, email: ada.username }),
    ]);
  });
});

describe.skipIf(!isThere('Python'))('django-allauth', () => {
  it('logs in with PKCE and knows the user', runs('django-allauth', 'web server'), async () => {
    const { lines } = await served.settingsFor('django-allauth');
    const script = [
      'import django',
      'from django.conf import settings',
      'from django.urls import include, path',
      "INSTALLED_APPS = ['django.contrib.auth', 'django.contrib.contenttypes', 'django.contrib.sessions', 'django.contrib.messages',",
      "                  'allauth', 'allauth.account', 'allauth.socialaccount']",
      ...lines,
      'settings.configure(',
      "    SECRET_KEY='of the application', ALLOWED_HOSTS=['localhost'], ROOT_URLCONF=__name__, INSTALLED_APPS=INSTALLED_APPS,",
      "    DATABASES={'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': ':memory:'}},",
      "    MIDDLEWARE=['django.contrib.sessions.middleware.SessionMiddleware', 'django.contrib.auth.middleware.AuthenticationMiddleware',",
      "                'django.contrib.messages.middleware.MessageMiddleware', 'allauth.account.middleware.AccountMiddleware'],",
      "    TEMPLATES=[{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True}],",
      "    AUTHENTICATION_BACKENDS=['allauth.account.auth_backends.AuthenticationBackend'],",
      "    SOCIALACCOUNT_PROVIDERS=SOCIALACCOUNT_PROVIDERS, LOGIN_REDIRECT_URL='/welcome', USE_TZ=True)",
      'django.setup()',
      "urlpatterns = [path('accounts/', include('allauth.urls'))]",
      'from django.contrib.auth import get_user_model',
      'from django.core.management import call_command',
      'from django.test import Client',
      'from lab import away, tell',
      "call_command('migrate', verbosity=0)",
      "browser = Client(headers={'host': 'localhost:8000'})",
      "back = away(browser.post('/accounts/salesforce/login/').headers['Location'])",
      "landed = browser.get(back.removeprefix('http://localhost:8000'))",
      "tell(landed=landed.headers['Location'], users=[user.email for user in get_user_model().objects.all()])",
    ];
    expect(await walked('django-allauth', script)).toEqual([{ landed: '/welcome', users: [ada.username] }]);
  });
});

async function refreshToken(): Promise<string> {
  const { refresh_token = '' } = await served.sf.token({ app: 'Web_Server', user: ada.username });
  return refresh_token;
}

/** The configuration that is printed, with the refresh token that its note names. */
async function configOf(client: string, token: string): Promise<string> {
  const { lines } = await served.settingsFor(client);
  return lines.join('\n').replace('<refresh token>', token);
}

describe.skipIf(!isThere('Python'))('Airbyte source-salesforce', () => {
  const check = async (token: string) => {
    const args = ['source-salesforce', 'check', '--config', 'config.json'] as const;
    const config = await configOf('airbyte', token);
    return (await startCommand(served, 'airbyte', args, { config, installation: 'airbyte' })).ended();
  };

  it('checks a connection', runs('airbyte-source-salesforce', 'refresh'), async () => {
    const { stdout } = await check(await refreshToken());
    expect(stdout).toContain('"status":"SUCCEEDED"');
  });

  it('tells of a log-in that was revoked', async () => {
    const token = await refreshToken();
    await revoke(served.sf, token);
    const { stdout } = await check(token);
    expect(stdout).toContain('The authentication to SalesForce has expired');
  });
});
