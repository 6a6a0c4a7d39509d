/** How a page and a server find each other's ends of a line. */

/** Where a server's page connects, below the page's own address; the page's head names it. */
export const sessionPath = 'podyard/session';
export const sessionMetaName = 'podyard-session';
/** What the WebSocket speaks. */
export const sessionProtocol = 'podyard.v1';
/** How a token comes along with a WebSocket, as Kubernetes has it. */
export const tokenProtocolPrefix = 'base64url.bearer.authorization.k8s.io.';

/** What the server says first through every socket. */
export interface Welcome {
  /** The name under which this line is taken up again. */
  readonly line: string;
  /** How many messages of the page have arrived. */
  readonly received: number;
  /** Whether this goes on with the line that the page asked for; else it is a new one. */
  readonly resumed: boolean;
}
