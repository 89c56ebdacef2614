// Credentials are asked of every request, before SvelteKit looks at the method.
export function handle({ event, resolve }) {
	if (!event.request.headers.has('authorization')) {
		return Response.json({ error: 'who are you?' }, { status: 401, headers: { 'www-authenticate': 'Bearer' } });
	}
	return resolve(event);
}
