package train

import "canvasnet/resnet"

// frozen names the last layer of m that does not learn; "" if all do.
func frozen(m *resnet.Model) string {
	if n := m.Graph.Frozen(); n != nil {
		return n.Name
	}
	return ""
}

// frozenUpTo says in words which layers do not learn.
func frozenUpTo(last string) string {
	if last == "" {
		return "none"
	}
	return "up to " + last
}
