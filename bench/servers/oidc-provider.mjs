/** oidc-provider as its README starts it: the in-memory adapter, development keys and pages that it has without configuration. */
import { Provider } from 'oidc-provider';

const [, , port, client] = process.argv;

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      ...JSON.parse(client),
      token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: ['http://127.0.0.1:3000/callback'],
      grant_types: ['client_credentials', 'authorization_code', 'refresh_token'],
    },
  ],
  features: { clientCredentials: { enabled: true } },
  pkce: { required: () => false },
});
provider.listen(Number(port), '127.0.0.1');
