CREATE TRIGGER audit_entries_stay BEFORE UPDATE ON audit_entries WHEN OLD.number IS NOT NULL OR NEW.number IS NULL
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER audit_entries_remain BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER audit_personal_stays BEFORE UPDATE ON audit_personal
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER audit_nodes_stay BEFORE UPDATE ON audit_nodes
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER audit_nodes_remain BEFORE DELETE ON audit_nodes
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER audit_heads_stay BEFORE UPDATE ON audit_heads
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER audit_heads_remain BEFORE DELETE ON audit_heads
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER audit_tree_grows BEFORE UPDATE ON audit_tree WHEN NEW.size < OLD.size
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER audit_tree_remains BEFORE DELETE ON audit_tree
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
