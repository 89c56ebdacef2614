import { NextResponse } from 'next/server';

// Meant for readers, and applied to every method: the routes of /tasks are never reached.
export function proxy(request) {
  return NextResponse.rewrite(new URL(`/read-only${request.nextUrl.pathname}`, request.url));
}

export const config = { matcher: '/tasks/:path*' };
