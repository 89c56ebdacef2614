import adapter from '@sveltejs/adapter-node';

const variant = process.env.VARIANT;

export default {
	kit: {
		adapter: adapter({ out: `.bin/${variant}` }),
		outDir: `.bin/${variant}.kit`,
		files: {
			appTemplate: 'app.html',
			lib: 'lib',
			routes: `apps/${variant}`,
			hooks: { server: `apps/${variant}/hooks.server.js` }
		}
	}
};
