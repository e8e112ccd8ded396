/** TLS for whoever begins it: the server's half of a handshake, with the certificate of the host that is called. */
import type { Socket } from 'node:net';
import { clearTimeout, setTimeout } from 'node:timers';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { HostCertificates } from './host-certificates.ts';
import { LOCALHOST } from './names.ts';

/** Milliseconds that a client may take. */
const PATIENCE = 30_000;
const CUT_SHORT = 'the connection ended within its handshake';

/**
 * The whole of it is bounded: a client that says a byte a minute would be neither idle nor done.
 *
 * A client that calls a host which is not ours gets this machine's certificate, and says itself what is wrong with that.
 *
 * @throws what ended the handshake
 */
export async function shakeHands(
  socket: Socket,
  certificates: HostCertificates,
  patience = PATIENCE,
): Promise<TLSSocket> {
  // For who names no host, as those do who call an address.
  const own = await (certificates.contextFor(socket.localAddress ?? '') ??
    certificates.contextFor(LOCALHOST));
  // Its events are over then: nothing would end the wait.
  if (socket.destroyed) throw new Error(CUT_SHORT);
  const byName = (name: string, done: (error: Error | null, context?: SecureContext) => void) => {
    const context = certificates.contextFor(name);
    if (context instanceof Promise) context.then((found) => done(null, found), done);
    else done(null, context);
  };
  return new Promise((resolve, reject) => {
    const secure = new TLSSocket(socket, {
      isServer: true,
      ...(own ? { secureContext: own } : {}),
      ALPNProtocols: ['http/1.1'],
      SNICallback: byName,
    });
    const end = (error?: Error) => {
      secure.destroy();
      reject(error ?? new Error(CUT_SHORT));
    };
    const timer = setTimeout(() => end(new Error('the client took too long for it')), patience);
    // 'close' brings a boolean, and is the only event where we end the connection ourselves.
    const cut = () => end();
    secure.on('error', end).on('end', cut).on('close', cut);
    secure
      .once('close', () => clearTimeout(timer))
      .once('secure', () => {
        clearTimeout(timer);
        secure.off('error', end).off('end', cut).off('close', cut);
        resolve(secure);
      });
  });
}
