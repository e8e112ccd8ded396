/** The key of the recipes' WEAK_CERTIFICATE: RSA of 1,024 bits, too short for a JWT. */
import { createPrivateKey } from 'node:crypto';

export const weakKey = createPrivateKey(`-----BEGIN PRIVATE KEY-----
MIICdQIBADANBgkqhkiG9w0BAQEFAASCAl8wggJbAgEAAoGBAK/1oLCNlzvAamej
ZCnn4Y0sE76PZsy8ugqef2vf7FgmLXmaP6geoiRB4TonDBwhJSt0pYB6DNa4NgGE
1IglW/RW+L5Geph9M9+kduVWJKMIfjxRUfLrtNyAB49MRF6c5D3XCMMov+4nAwxS
i36Rd4rFlar+mEZsCqfZcp8QCEm/AgMBAAECgYBOgODTRCh/8QXH/T6374tSx6J7
d1Ee8OhzymkBAONaJJZPVYEnCZu/X2ET583gUu1ZaO5Z1poZxg/aN5/2qexO5lAI
a2DDwUsN5JEorC7Ce7r0yG7gAdrjLEb5YW6dtyMl9SpFnxA0Xd02IYc6xXk4lu61
LPGEfUdDdPZofS3eIQJBAN7BivoPJECoXhh9wYotU+l/JDCsgfw+knybnBKCnY4z
rfRjXgIpqQ61Tlg7GriUr0+IyspDkbnK7k8X1KHR1RECQQDKODWorJEnueh/FbKs
cVYfApeIetnT6xzQ/3SwR3T+C/xEHAh2e1fbcslPQYwFDHHr/fkd3fy4YUBqdbWx
SPHPAkBWbniTYE6ru+iOzjTLfZ0Ci6+qJzVkf47tRJ/BWubxZ0IHAotWgX20VEsq
1vweRKrlTGmLI76mfYQMMm3xv+5RAkBqFp8gBJiKbN/qfCmmijcSQbvZ4AmTQg92
He7L5FEeTo9j9AkEj6UB/fBa4hphM6w4kJ826hUBbhPrRiGyBoDFAkBi6Sdif6nl
+2nqr/fdYUX2ooGIZSpiuI7KS3m8GMFTlykT5d64HiMkoYQFEHah01rzs2j6GSpQ
bCtHmxsu7EKq
-----END PRIVATE KEY-----
`);
