// What guides have for other origins: the same for every path.
export async function handle({ event, resolve }) {
	if (event.request.method === 'OPTIONS') {
		return new Response(null, {
			status: 204,
			headers: { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, POST, PUT' }
		});
	}
	const response = await resolve(event);
	response.headers.set('access-control-allow-origin', '*');
	return response;
}
