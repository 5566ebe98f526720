package main

import (
	"context"
	"encoding/json/v2"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// patience is how long one call of the page may take.
const patience = 5 * time.Minute

// findBrowser returns the path of a Chromium.
func findBrowser() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no Chromium found: install chromium or google-chrome")
}

// startBrowser starts a headless Chromium with a fresh profile. It ends with
// the context or when stop is called.
func startBrowser(ctx context.Context) (context.Context, context.CancelFunc, error) {
	path, err := findBrowser()
	if err != nil {
		return nil, nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox, // root has none, and only our own pages are visited
		chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
	)
	ctx, stopProcess := chromedp.NewExecAllocator(ctx, options...)
	ctx, stopBrowser := chromedp.NewContext(ctx)
	stop := func() { stopBrowser(); stopProcess() }
	if err := chromedp.Do(ctx); err != nil {
		stop()
		return nil, nil, fmt.Errorf("start %s: %w", path, err)
	}
	return ctx, stop, nil
}

// browserVersion is its name and version, such as "Chromium 156.0".
func browserVersion(ctx context.Context) (string, error) {
	v, err := chromedp.CallBrowser(ctx, browser.GetVersion, struct{}{})
	return strings.ReplaceAll(v.Product, "/", " "), err
}

// openPage opens a page in a tab of its own and waits until its modules have run.
func openPage(browser context.Context, url string) (context.Context, context.CancelFunc, error) {
	page, closePage := chromedp.NewContext(browser)
	if err := chromedp.Do(page, chromedp.Navigate(url)); err != nil {
		closePage()
		return nil, nil, fmt.Errorf("open %s: %w", url, err)
	}
	return page, closePage, nil
}

// call calls a function of the page, waits for its promise and decodes what it
// resolves with.
func call[T any](ctx context.Context, function string, args ...any) (T, error) {
	list := make([]string, len(args))
	for i, arg := range args {
		text, err := json.Marshal(arg)
		if err != nil {
			return *new(T), err
		}
		list[i] = string(text)
	}
	return value[T](ctx, fmt.Sprintf("%s(%s)", function, strings.Join(list, ", ")))
}

// value evaluates an expression in the page, waits if it is a promise and
// decodes the result.
func value[T any](ctx context.Context, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}
